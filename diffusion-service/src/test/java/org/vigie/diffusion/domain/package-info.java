@NullMarked
package org.vigie.diffusion.domain;

import org.jspecify.annotations.NullMarked;
