# Clocks of every kind, read and converted.
import datetime
import email.utils
import os
import time
from time import monotonic as renamed


def handler(event, context):
    moments = {name: getattr(time, name)() for name in (
        'time', 'time_ns', 'monotonic', 'monotonic_ns', 'perf_counter', 'perf_counter_ns', 'process_time', 'process_time_ns', 'thread_time')}
    today = datetime.datetime.now()
    zoned = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=2)))
    time.sleep(0.25)
    return {
        'moments': moments, 'now': today.isoformat(), 'zoned': zoned.isoformat(), 'utc': datetime.datetime.utcnow().isoformat(),
        'today': [datetime.date.today().isoformat(), datetime.datetime.today().isoformat()], 'exact': type(today) is datetime.datetime,
        'converted': [time.ctime(), time.asctime(), time.strftime('%Y-%m-%dT%H:%M:%S'), list(time.gmtime()), list(time.localtime()), email.utils.formatdate()],
        'named': [time.clock_gettime(time.CLOCK_REALTIME), time.clock_gettime_ns(time.CLOCK_MONOTONIC)], 'renamed': renamed(),
        'times': list(os.times()), 'left': context.get_remaining_time_in_millis(),
    }
