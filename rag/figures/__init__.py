"""The figures that guides state: listed, marked for age and basis, and held against one another."""
