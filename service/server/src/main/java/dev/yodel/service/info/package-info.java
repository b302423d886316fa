/** Who served a call and how the call reached the server, as far as callers may see it. */
@NullMarked
package dev.yodel.service.info;

import org.jspecify.annotations.NullMarked;
