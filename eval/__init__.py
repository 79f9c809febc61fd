"""Evaluation: ask labelled questions, measure the answers, report."""
