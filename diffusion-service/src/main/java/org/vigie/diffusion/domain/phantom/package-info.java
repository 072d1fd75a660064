/** A phantom of known diffusion: its definition, where it lies in a volume, and how far a scanner is from it. */
@NullMarked
package org.vigie.diffusion.domain.phantom;

import org.jspecify.annotations.NullMarked;
