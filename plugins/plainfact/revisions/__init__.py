"""What a site's files were at some revision, or are in some folder: copied, bounded, no link
followed, the work tree never touched."""

from plainfact.revisions.folders import copy_folder
from plainfact.revisions.git import Repository, repository_of, top_paths
from plainfact.revisions.limits import LeftOut, Limits, RevisionError

__all__ = [
    "LeftOut",
    "Limits",
    "Repository",
    "RevisionError",
    "copy_folder",
    "repository_of",
    "top_paths",
]
