@NullMarked
package org.vigie.notify.web;

import org.jspecify.annotations.NullMarked;
