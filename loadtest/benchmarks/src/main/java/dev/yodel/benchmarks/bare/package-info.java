/**
 * What everything is compared with: the least that grpc-java needs to serve and to call.
 */
@NullMarked
package dev.yodel.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
