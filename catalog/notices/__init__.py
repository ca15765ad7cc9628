"""What people are told: in the site always, by e-mail where they wish."""
