@NullMarked
package org.vigie.staging.messaging;

import org.jspecify.annotations.NullMarked;
