"""OpenSLO v1: service levels for monitoring systems to read, https://github.com/OpenSLO/OpenSLO."""
