"""Fair composition of a showcase: constraints, a solver, swaps."""
