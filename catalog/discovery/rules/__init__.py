"""Pure rules of browsing: reading an address, shaping facets, marking words, counting misses."""
