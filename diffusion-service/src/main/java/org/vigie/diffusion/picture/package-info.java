/** What a reader sees of a measurement. */
@NullMarked
package org.vigie.diffusion.picture;

import org.jspecify.annotations.NullMarked;
