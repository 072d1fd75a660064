@NullMarked
package org.vigie.contract.clinical;

import org.jspecify.annotations.NullMarked;
