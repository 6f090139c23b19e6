using System.Collections.Generic;
using Cursor.AiCode.Retrieval;
using Xunit;

namespace Cursor.AiCode.Tests.Transport;

/// <summary>Sweeps come often where records die, seldom where they are kept.</summary>
public sealed class EarlySweepTests
{
    private const int Between = 100;
    private const int BytesOfRecord = 600;

    private readonly List<int> _sweptAt = [];
    private readonly SweepHabit _habit = new();
    private long _dead;
    private long _alive = 5_000_000;
    private int _passed;

    [Fact]
    public void Records_that_die_are_swept_every_so_many()
    {
        EarlySweep sweep = Sweeper();
        Pass(sweep, 500, kept: 0);
        Assert.Equal([100, 200, 300, 400, 500], _sweptAt);
    }

    [Fact]
    public void Records_that_are_kept_are_swept_ever_more_seldom_and_again_as_often_when_they_die()
    {
        EarlySweep sweep = Sweeper();
        Pass(sweep, 5700, kept: 1);
        Assert.Equal([100, 900, 2500, 5700], _sweptAt);
        _sweptAt.Clear();
        Pass(sweep, 6700, kept: 0);
        Assert.Equal([12_100, 12_200, 12_300, 12_400], _sweptAt);
    }

    [Theory]
    [InlineData(0.4, 200)]
    [InlineData(0.6, 900)]
    public void It_goes_by_whether_most_are_kept(double kept, int second)
    {
        EarlySweep sweep = Sweeper();
        Pass(sweep, 900, kept);
        Assert.Equal([100, second], _sweptAt.GetRange(0, 2));
    }

    [Fact]
    public void However_many_are_kept_it_looks_again()
    {
        EarlySweep sweep = Sweeper();
        Pass(sweep, 1_000_000, kept: 1);
        Assert.InRange(_sweptAt[^1] - _sweptAt[^2], 1, Between * 1024);
        Assert.True(_sweptAt[^1] > 800_000);
    }

    [Fact]
    public void The_first_wait_for_more_is_used_and_no_other()
    {
        EarlySweep sweep = Sweeper();
        sweep.Waiting();
        Assert.Empty(_sweptAt);
        Pass(sweep, 10, kept: 0);
        sweep.Waiting();
        sweep.Waiting();
        Pass(sweep, 50, kept: 0);
        sweep.Waiting();
        Assert.Equal([10], _sweptAt);
        Pass(sweep, 50, kept: 0);
        Assert.Equal([10, 110], _sweptAt);
    }

    [Fact]
    public void The_wait_tells_nothing_of_what_is_kept()
    {
        EarlySweep sweep = Sweeper();
        Pass(sweep, 10, kept: 1);
        sweep.Waiting();
        Pass(sweep, 200, kept: 0);
        Assert.Equal([10, 110, 210], _sweptAt);
    }

    [Fact]
    public void Where_the_call_before_kept_its_records_the_next_waits_longer_and_does_not_use_the_wait()
    {
        Pass(Sweeper(), 100, kept: 1);
        _sweptAt.Clear();
        EarlySweep next = Sweeper();
        Pass(next, 790, kept: 1);
        next.Waiting();
        Assert.Empty(_sweptAt);
        Pass(next, 10, kept: 1);
        Assert.Equal([900], _sweptAt);
    }

    [Fact]
    public void Calls_without_a_sweep_make_it_look_again_ever_sooner()
    {
        Pass(Sweeper(), 100, kept: 1);
        for (int call = 0; call < 3; call++)
        {
            Pass(Sweeper(), 90, kept: 1);
        }

        _sweptAt.Clear();
        Pass(Sweeper(), 100, kept: 0);
        Assert.Equal([470], _sweptAt);
    }

    [Fact]
    public void Where_the_call_before_let_them_die_the_next_begins_as_it_would_alone()
    {
        Pass(Sweeper(), 100, kept: 1);
        Pass(Sweeper(), 800, kept: 0);
        _sweptAt.Clear();
        Pass(Sweeper(), 200, kept: 0);
        Assert.Equal([1000, 1100], _sweptAt);
    }

    private EarlySweep Sweeper() => new(
        Between,
        () => _alive + _dead,
        () =>
        {
            _dead = 0;
            _sweptAt.Add(_passed);
        },
        _habit);

    private void Pass(EarlySweep sweep, int records, double kept)
    {
        for (int i = 0; i < records; i += 10)
        {
            _passed += 10;
            _alive += (long)(kept * 10 * BytesOfRecord);
            _dead += (long)((1 - kept) * 10 * BytesOfRecord);
            sweep.Passed(10);
        }
    }
}
