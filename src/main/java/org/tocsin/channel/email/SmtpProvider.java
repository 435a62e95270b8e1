package org.tocsin.channel.email;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.OutboundMessage;
import org.tocsin.channel.Provider;
import org.tocsin.channel.ProviderWords;
import org.tocsin.channel.SendPermit;
import org.tocsin.channel.SendResult;
import org.tocsin.channel.SendResult.Verdict;
import org.tocsin.channel.SendStage;
import org.tocsin.channel.UnsendableException;
import org.tocsin.channel.Watchdog;

/** One mail relay with its kept connections. */
public final class SmtpProvider implements Provider, AutoCloseable {

    private static final Duration BORROW_TIMEOUT = Duration.ofSeconds(1);
    // What relays call the message from here on: Postfix and its kin, and Amazon SES.
    private static final Pattern QUEUE_ID =
            Pattern.compile("queued as ([A-Za-z0-9._-]{4,100})|^Ok ([A-Za-z0-9._-]{4,100})$", Pattern.CASE_INSENSITIVE);

    private final String name;
    private final int connections;
    private final NoticeMime noticeMime;
    private final GenericObjectPool<SmtpConnection> pool;

    public SmtpProvider(
            String name, EmailConfig.Provider config, EmailSender sender, NoticeMime noticeMime, Watchdog watchdog) {
        this.name = name;
        this.connections = config.connections();
        this.noticeMime = noticeMime;
        SmtpRoute route = SmtpRoute.to(config, sender);
        ConnectRetry connectRetry = new ConnectRetry();
        this.pool = new GenericObjectPool<>(new Connections(route, connectRetry, watchdog), poolConfig(config));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public SendResult send(OutboundMessage message, SendPermit permit) {
        NoticeMessage mime;
        try {
            mime = noticeMime.build(message);
        } catch (UnsendableException e) {
            return SendResult.unsendable(name, e.getMessage());
        }
        SmtpConnection connection;
        try {
            connection = borrow();
        } catch (NoSuchElementException e) {
            return SendResult.notStarted(FailureClass.TOO_FAST, name);
        }
        boolean usable = false;
        try {
            SmtpOutcome outcome = connection.exchange(mime, permit);
            usable = outcome.connectionUsable() && !connection.wornOut();
            return result(outcome, message);
        } finally {
            giveBack(connection, usable);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private SendResult result(SmtpOutcome outcome, OutboundMessage message) {
        SmtpReply reply = outcome.reply();
        SendStage stage = outcome.stage();
        if (outcome.permitLapsed()) {
            return SendResult.notStarted(FailureClass.TOO_FAST, name);
        }
        if (outcome.accepted()) {
            String words = ProviderWords.scrub(reply.words(), message.to());
            return SendResult.accepted(name, reply.code(), words, queueId(reply));
        }
        if (outcome.refused()) {
            return ended(
                    SmtpReplies.verdict(stage, reply),
                    stage == SendStage.FINAL_DOT ? SendStage.ANSWERED : stage,
                    SmtpReplies.failureClass(stage, reply),
                    reply.code(),
                    ProviderWords.scrub(reply.words(), message.to()));
        }
        String fault = ProviderWords.scrub(outcome.fault(), message.to());
        return stage.mayHaveLeft()
                ? ended(Verdict.UNKNOWN, stage, FailureClass.AMBIGUOUS, null, fault)
                : ended(Verdict.TRY_LATER, stage, FailureClass.PROVIDER_DOWN, null, fault);
    }

    private SendResult ended(Verdict verdict, SendStage stage, FailureClass failureClass, String code, String words) {
        return new SendResult(verdict, stage, failureClass, name, code, words, null, null);
    }

    private static String queueId(SmtpReply reply) {
        Matcher matcher = QUEUE_ID.matcher(reply.words());
        if (!matcher.find()) {
            return null;
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    private SmtpConnection borrow() {
        try {
            return pool.borrowObject();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoSuchElementException("interrupted");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("making an unopened connection cannot fail", e);
        }
    }

    private void giveBack(SmtpConnection connection, boolean usable) {
        if (usable) {
            pool.returnObject(connection);
            return;
        }
        try {
            pool.invalidateObject(connection);
        } catch (Exception e) {
            throw new IllegalStateException("closing a connection throws nothing", e);
        }
    }

    private static GenericObjectPoolConfig<SmtpConnection> poolConfig(EmailConfig.Provider config) {
        GenericObjectPoolConfig<SmtpConnection> settings = new GenericObjectPoolConfig<>();
        settings.setMaxTotal(config.connections());
        settings.setMaxIdle(config.connections());
        settings.setMaxWait(BORROW_TIMEOUT);
        settings.setMinEvictableIdleDuration(config.idleTimeout());
        settings.setTimeBetweenEvictionRuns(config.idleTimeout());
        settings.setNumTestsPerEvictionRun(config.connections());
        settings.setJmxEnabled(false);
        return settings;
    }

    /** Makes connections unopened: opening belongs to the first exchange, under its deadline. */
    private static final class Connections extends BasePooledObjectFactory<SmtpConnection> {

        private final SmtpRoute route;
        private final ConnectRetry connectRetry;
        private final Watchdog watchdog;

        Connections(SmtpRoute route, ConnectRetry connectRetry, Watchdog watchdog) {
            this.route = route;
            this.connectRetry = connectRetry;
            this.watchdog = watchdog;
        }

        @Override
        public SmtpConnection create() {
            return new SmtpConnection(route, connectRetry, watchdog);
        }

        @Override
        public PooledObject<SmtpConnection> wrap(SmtpConnection connection) {
            return new DefaultPooledObject<>(connection);
        }

        @Override
        public void destroyObject(PooledObject<SmtpConnection> pooled) {
            pooled.getObject().close();
        }
    }
}
