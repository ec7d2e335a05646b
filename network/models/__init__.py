from network.models.board import MAX_POST, Board, Post, Topic

__all__ = ["MAX_POST", "Board", "Post", "Topic"]
