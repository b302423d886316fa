/** The gateway: HTTP/JSON, gRPC-Web, WebSocket and pages, in front of the server, over a channel. */
@NullMarked
package dev.yodel.gateway;

import org.jspecify.annotations.NullMarked;
