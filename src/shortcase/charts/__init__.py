"""How charts look and how they are drawn."""
