"""Charts as SVG: classes instead of colours, so that one stylesheet serves light, dark, paper and picture."""
