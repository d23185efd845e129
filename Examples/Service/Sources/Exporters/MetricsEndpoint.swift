// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
package import ServiceLifecycle

/// Answers HTTP requests on loopback with Prometheus' text, and prints its address.
package struct MetricsEndpoint: Service {
  private let metrics: PrometheusMetrics

  /// Creates an endpoint.
  package init(_ metrics: PrometheusMetrics) { self.metrics = metrics }

  package func run() async throws {
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { [metrics] channel in
        channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
          try channel.pipeline.syncOperations.addHandler(Answer(metrics))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    // Written at once, even if the output is not a terminal.
    let address = "core: metrics at http://127.0.0.1:\(channel.localAddress?.port ?? 0)/metrics\n"
    try FileHandle.standardOutput.write(contentsOf: Data(address.utf8))
    try? await gracefulShutdown()
    try await channel.close()
  }

  /// Answers each request of a connection.
  private final class Answer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let metrics: PrometheusMetrics

    init(_ metrics: PrometheusMetrics) { self.metrics = metrics }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .end = unwrapInboundIn(data) else { return }
      let body = ByteBuffer(string: metrics.text)
      let headers: HTTPHeaders = [
        "content-type": "text/plain; version=0.0.4", "content-length": "\(body.readableBytes)",
      ]
      let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
