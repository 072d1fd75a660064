package org.vigie.mr;

/** Where a slice lies inside a stored image that holds many: its first pixel, zero-based. */
public record MosaicTile(int firstRow, int firstColumn) {}
