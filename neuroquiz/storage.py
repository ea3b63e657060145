"""Where static files are collected: each under a name that changes with its content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = r'(?m)^(?P<matched>(?P<what>import [^;"]+ from) "(?P<url>\.[^"]+)";)$'


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Our scripts name each other by these names too, so that no page runs parts of two versions.

    Django would do it for every script (support_js_module_import_aggregation), and takes comments of some for code.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", ((IMPORT, '%(what)s "%(url)s";'),)))
