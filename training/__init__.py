"""Trains the encoder that search ships; nothing of the product imports it."""
