/** What browsers use: WebSocket and gRPC-Web. */
@NullMarked
package dev.yodel.gateway.web;

import org.jspecify.annotations.NullMarked;
