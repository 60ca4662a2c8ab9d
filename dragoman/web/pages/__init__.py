"""The pages, one module each; see `dragoman.web` for how one is added."""
