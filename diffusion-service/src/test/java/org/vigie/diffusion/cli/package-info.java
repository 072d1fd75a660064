@NullMarked
package org.vigie.diffusion.cli;

import org.jspecify.annotations.NullMarked;
