/** The echo: {@code yodel.v1.EchoService}. */
@NullMarked
package dev.yodel.service.echo;

import org.jspecify.annotations.NullMarked;
