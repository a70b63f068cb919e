"""A/B tests on live traffic: announced, looked at as planned, ended by their verdict."""
