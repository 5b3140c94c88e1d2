"""What a query or a plain question is answered with."""
