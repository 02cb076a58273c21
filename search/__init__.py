"""A question becomes ranked, explained passages: the analysis of Dutch, the index, the fusion, the evaluation."""
