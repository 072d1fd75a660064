/** Every rule the product knows, in the order of the clinical rules. */
@NullMarked
package org.vigie.staging.domain.catalogue;

import org.jspecify.annotations.NullMarked;
