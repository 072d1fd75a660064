/** What leaves diffusion by other ways than events. */
@NullMarked
package org.vigie.diffusion.channel;

import org.jspecify.annotations.NullMarked;
