/**
 * What a caller may ask of its call beyond the answer: delays, a failure, padding, who served it. One mechanism, {@link dev.yodel.service.behavior.CallHandlers}, does it for every method.
 */
@NullMarked
package dev.yodel.service.behavior;

import org.jspecify.annotations.NullMarked;
