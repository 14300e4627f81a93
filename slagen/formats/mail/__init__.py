"""Mail: what a reminder says as text and HTML, the message around it, and the server that takes it."""
