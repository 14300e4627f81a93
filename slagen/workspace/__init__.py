"""The use cases, one module for each verb family."""
