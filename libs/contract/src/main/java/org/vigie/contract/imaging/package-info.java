@NullMarked
package org.vigie.contract.imaging;

import org.jspecify.annotations.NullMarked;
