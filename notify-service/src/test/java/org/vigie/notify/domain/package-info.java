@NullMarked
package org.vigie.notify.domain;

import org.jspecify.annotations.NullMarked;
