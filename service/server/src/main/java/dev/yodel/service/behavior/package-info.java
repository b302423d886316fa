/** What a caller may ask for beyond the response: parsed and checked against its bounds. */
@NullMarked
package dev.yodel.service.behavior;

import org.jspecify.annotations.NullMarked;
