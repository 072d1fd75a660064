/** What diffusion measures and how it decides; no input or output. Volumes are {@code [slice][row][column]}, flat. */
@NullMarked
package org.vigie.diffusion.domain;

import org.jspecify.annotations.NullMarked;
