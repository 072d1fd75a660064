/** Health and the small REST of this service. */
@NullMarked
package org.vigie.diffusion.web;

import org.jspecify.annotations.NullMarked;
