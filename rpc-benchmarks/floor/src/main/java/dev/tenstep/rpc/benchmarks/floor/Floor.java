package dev.tenstep.rpc.benchmarks.floor;

import dev.tenstep.rpc.benchmarks.contender.Contender;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** The raw floors: epoll if available, one event loop on each side. */
public final class Floor implements Contender {
    private static final boolean EPOLL = Epoll.isAvailable();
    private static final int LONGEST_FRAME = 64 * 1024;

    /** Makes one, as ServiceLoader does. */
    public Floor() {}

    private static EventLoopGroup eventLoop() {
        return new MultiThreadIoEventLoopGroup(1, EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    @Override
    public int serve(String variant) throws Exception {
        Class<? extends ServerChannel> type = EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        Channel channel = new ServerBootstrap()
                .group(eventLoop())
                .channel(type)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(pipeline(variant, FloorServer::new))
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public ClientEnd connect(String variant, int port) throws Exception {
        FloorClient[] client = new FloorClient[1];
        Class<? extends Channel> type = EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
        new Bootstrap()
                .group(eventLoop())
                .channel(type)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(pipeline(variant, outbox -> client[0] = new FloorClient(outbox)))
                .connect(InetAddress.getLoopbackAddress(), port)
                .sync();
        return client[0];
    }

    private static ChannelHandler pipeline(String variant, Function<Outbox, FrameReader.Receiver> receiver) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                if (!variant.equals("batched")) { // that one has no buffer per message in the other direction either
                    pipeline.addLast(new LengthFieldBasedFrameDecoder(LONGEST_FRAME, 0, Frames.LENGTH_BYTES));
                }
                pipeline.addLast(new FrameReader(receiver.apply(Outbox.of(variant, channel))));
            }
        };
    }
}
