from network.models.board import Board, Post, Topic

__all__ = ["Board", "Post", "Topic"]
