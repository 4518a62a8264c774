"""MIME types of a cell's output."""

MIME = "application/vnd.shortcase.v1+json"
# the newest that JupyterLab draws by itself, without a network
VEGALITE_5 = "application/vnd.vegalite.v5+json"
