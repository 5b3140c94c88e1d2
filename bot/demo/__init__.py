"""The bot on a local Discord in the browser: SimCord's preview, with a clock that can be moved.

The same application as `attache run`; only the client's transport, the clock and the data folder
differ. There is no scheduler: a driver calls the ticks. Everything stays on loopback.
"""
