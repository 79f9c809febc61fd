"""What other generators of sites write: tabs, notes and conditions become tags of ours, templates are left out."""
