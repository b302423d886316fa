/** Field paths: one value out of a message, as checks name it. */
@NullMarked
package dev.yodel.grpc.dynamic.path;

import org.jspecify.annotations.NullMarked;
