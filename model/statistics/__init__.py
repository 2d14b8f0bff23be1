"""The statistics: arrays in, small frozen dataclasses out."""
