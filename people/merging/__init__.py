"""Making two registers of one person one, and parting them again."""
