"""The only room that can delete: guards, approval, journal, execution and undo."""
