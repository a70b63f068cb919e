"""The contract: what a table must satisfy, inferred once, edited by people, enforced everywhere."""
