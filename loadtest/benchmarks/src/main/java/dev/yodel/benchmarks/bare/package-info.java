/** The baseline: a server and a client with the least code that grpc-java needs. */
@NullMarked
package dev.yodel.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
